"""Help for tests: databases, a cast of people, inherited tests of declared pages."""
