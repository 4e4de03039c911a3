"""Shared fixtures, each in the file of its subject.

`session`        domain code: one savepoint that is rolled back, on a database shared by the tests of one worker
`clone`          a database of the test's own: row-level security, after-commit, workers, browsers
`settings`, `app`, `client`   the product on that clone, with a Valkey database of its own
`client_as`    a browser that is signed in: `client_as(Role.LEAD, authority="Z001")`
`world`        a small programme with leaders, figures, reports: for walks over all pages
`running_worker`, `live_server`   real processes of the product on that clone
"""

pytest_plugins = [
    "fixtures.run",
    "fixtures.servers",
    "fixtures.databases",
    "fixtures.product",
    "fixtures.identities",
    "fixtures.world",
]
