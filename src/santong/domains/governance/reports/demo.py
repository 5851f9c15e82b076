def report(region):
    pass
