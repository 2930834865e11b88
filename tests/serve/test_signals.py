"""How the server ends."""

import signal


def test_sigterm_ends_it_in_order(server):
    assert server.sigterm() == 0
    assert "Traceback" not in server.log()


def test_ctrl_c_ends_it_in_order(server):
    server.send(signal.SIGINT)
    assert server.wait() == 0


def test_kill_9_gives_the_data_folder_back(server):
    server.kill9()
    server.restart()
    assert server.status("/readyz") == 200
