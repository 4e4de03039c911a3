"""The product refuses to start with settings that are wrong, and names all that is wrong at once (reliability 6.76)."""

import secrets

import pytest

from core.settings import Environment, Settings, SettingsError

KEY = "3f9c1b7a2d8e4c6f0a5b9d1e7c3f8a2b4d6e"
GOOD = {
    "DATABASE_URL": "postgresql://app@db/throughline",
    "REDIS_URL": "rediss://:word@broker:6379/0",
    "SECRET_KEYS": KEY,
    "PUBLIC_URL": "https://throughline.example",
    "MAIL_URL": "smtps://user:word@mail:465",
    "MAIL_FROM": "Throughline <throughline@throughline.example>",
}


def test_production_is_what_one_gets_without_asking() -> None:
    settings = Settings.from_environment(GOOD)
    assert settings.environment is Environment.PRODUCTION
    assert not settings.demonstration
    assert settings.secure_cookies
    assert settings.database_owner_url == settings.database_url
    assert settings.cache_url == settings.redis_url
    assert settings.trusted_proxies == 0
    assert settings.log_format == "json"


def test_what_is_given_is_taken() -> None:
    settings = Settings.from_environment(
        {
            **GOOD,
            "THROUGHLINE_ENV": "demonstration",
            "DATABASE_OWNER_URL": "postgres://owner@db/throughline",
            "CACHE_URL": "memory://",
            "SECRET_KEYS": f" {KEY}-new , {KEY} ,",
            "PUBLIC_URL": "http://127.0.0.1:8000/",
            "MAIL_URL": "file:///tmp/mail",
            "TRUSTED_PROXIES": "2",
            "LOG_FORMAT": "text",
        }
    )
    assert settings.demonstration
    assert not settings.secure_cookies
    assert settings.secret_keys == (f"{KEY}-new", KEY)
    assert settings.public_url == "http://127.0.0.1:8000"
    assert (settings.cache_url, settings.trusted_proxies, settings.log_format) == ("memory://", 2, "text")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        ({"DATABASE_URL": "sqlite:///x.db"}, "DATABASE_URL must start with postgresql:"),
        ({"DATABASE_OWNER_URL": "mysql://db"}, "DATABASE_OWNER_URL must start with postgresql:"),
        ({"DATABASE_URL": "postgresql:"}, "DATABASE_URL cannot be read as an address"),
        ({"DATABASE_URL": "postgresql://app@db:port/x"}, "DATABASE_URL cannot be read as an address"),
        ({"DATABASE_URL": "postgresql://[db/x"}, "DATABASE_URL cannot be read as an address"),
        ({"REDIS_URL": "redis:"}, "REDIS_URL cannot be read as an address"),
        ({"REDIS_URL": "redis://broker:port/0"}, "REDIS_URL cannot be read as an address"),
        ({"REDIS_URL": "redis://broker/first"}, "REDIS_URL cannot be read as an address"),
        ({"REDIS_URL": ""}, "REDIS_URL is not set"),
        ({"REDIS_URL": "amqp://broker"}, "REDIS_URL must start with redis:"),
        ({"CACHE_URL": "http://cache"}, "CACHE_URL must start with redis:"),
        ({"CACHE_URL": "memory://"}, "CACHE_URL must be redis:// or rediss:// in production"),
        ({"SECRET_KEYS": "k" * 64}, "SECRET_KEYS, key 1"),
        ({"SECRET_KEYS": ""}, "SECRET_KEYS is not set"),
        ({"SECRET_KEYS": " , "}, "SECRET_KEYS is not set"),
        ({"SECRET_KEYS": "short"}, "SECRET_KEYS, key 1"),
        ({"SECRET_KEYS": f"{KEY},{'k' * 31}"}, "SECRET_KEYS, key 2"),
        ({"SECRET_KEYS": "change-me-" + "x" * 40}, "SECRET_KEYS, key 1"),
        ({"SECRET_KEYS": "development-" + "x" * 40}, "SECRET_KEYS, key 1"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL is missing"),
        ({"PUBLIC_URL": "throughline.example"}, "PUBLIC_URL is missing"),
        ({"PUBLIC_URL": "ftp://throughline.example"}, "PUBLIC_URL is missing"),
        ({"PUBLIC_URL": "https://"}, "PUBLIC_URL is missing"),
        ({"PUBLIC_URL": "https://:443"}, "PUBLIC_URL is missing"),
        ({"PUBLIC_URL": "https://[throughline"}, "PUBLIC_URL is missing"),
        ({"PUBLIC_URL": "https://throughline.example/app"}, "PUBLIC_URL must be scheme and host alone"),
        ({"PUBLIC_URL": "https://a@throughline.example"}, "PUBLIC_URL must be scheme and host alone"),
        ({"PUBLIC_URL": "http://throughline.example"}, "PUBLIC_URL must start with https://"),
        ({"MAIL_URL": ""}, "MAIL_URL is not set"),
        ({"MAIL_URL": "file:///tmp/mail"}, "MAIL_URL must be smtp:// or smtps://"),
        ({"MAIL_URL": "console:"}, "MAIL_URL must be smtp:// or smtps://"),
        ({"MAIL_URL": "smtp:"}, "MAIL_URL cannot be read as an address"),
        ({"MAIL_URL": "smtp://mail:post"}, "MAIL_URL cannot be read as an address"),
        ({"MAIL_FROM": ""}, "MAIL_FROM is missing"),
        ({"MAIL_FROM": "Throughline"}, "MAIL_FROM is missing"),
        ({"MAIL_URL": "imap://mail"}, "MAIL_URL must start with smtp:"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG is on"),
        ({"FLASK_DEBUG": "true"}, "FLASK_DEBUG is on"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT is 'xml'"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES is '-1'"),
        ({"TRUSTED_PROXIES": "many"}, "TRUSTED_PROXIES is 'many'"),
        ({"THROUGHLINE_ENV": "staging"}, "THROUGHLINE_ENV is 'staging'"),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({**GOOD, **wrong})
    lines = str(refused.value).splitlines()
    assert len(lines) == 2, "one problem, one line"
    assert said in lines[1]


@pytest.mark.parametrize(
    "address",
    ["postgresql://app@db/x", "postgresql:///x?host=/run/postgresql", "postgres://db"],
)
def test_every_usual_way_to_write_the_database_is_taken(address: str) -> None:
    assert Settings.from_environment({**GOOD, "DATABASE_URL": address}).database_url == address


def test_everything_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({})
    said = str(refused.value)
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEYS", "PUBLIC_URL", "MAIL_URL"):
        assert name in said


def test_no_secret_is_printed_with_the_problems() -> None:
    short = secrets.token_hex(8)
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({**GOOD, "SECRET_KEYS": short, "DATABASE_URL": f"mysql://app:{short}@db/x"})
    assert short not in str(refused.value)


@pytest.mark.parametrize("kind", ["demonstration", "test"])
def test_mail_may_stay_on_the_machine_outside_production(kind: str) -> None:
    settings = Settings.from_environment(
        {**GOOD, "THROUGHLINE_ENV": kind, "MAIL_URL": "console:", "PUBLIC_URL": "http://localhost"}
    )
    assert settings.mail_url == "console:"


def test_a_setting_with_a_secret_does_not_show_it_when_printed() -> None:
    assert KEY not in repr(Settings.from_environment(GOOD))
