"""What Parley costs and how fast it is: `python -m bench` prints one table, `python -m bench NAME …` some rows of it.

Everything runs on this machine: a fake provider (`upstream.py`), Parley itself as `manage.py serve` starts it, clients
that do what the page does, and for comparison the smallest relay of the same stream (`relay.py`). Nothing here passes
or fails; figures depend on the machine, ratios hardly do.
"""
