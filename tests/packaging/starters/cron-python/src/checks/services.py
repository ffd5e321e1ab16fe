SERVICES = {"shop": 120, "search": 950}
