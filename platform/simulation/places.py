"""The invented country and its regions, as statistics identify them. No code can be taken for a real one."""

COUNTRY_CODE = "Z92000001"
COUNTRY_NAME = "Invented country"
REGION_NAMES = (
    "Upper Novandra",
    "Lower Novandra",
    "Cerulea",
    "The Halcyon Reach",
    "Marovia",
    "Ostrelle",
    "Quintessa",
    "The Vantine",
    "Zephyria",
)
REGIONS = {f"Z12{place:06d}": name for place, name in enumerate(REGION_NAMES, start=1)}
