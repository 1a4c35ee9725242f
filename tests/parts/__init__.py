"""Real parts for tests: PostgreSQL, Redis and coturn, private to one test process each."""
