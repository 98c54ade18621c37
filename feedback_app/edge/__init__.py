"""The HTTP server: an event loop reads every byte, and a thread gets a request only once it is whole.

So a connection that falls silent, however many there are, costs a file descriptor and no thread. Knows HTTP
and WSGI, and nothing of what is served.
"""
