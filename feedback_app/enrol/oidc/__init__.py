"""Signing in with an account at an OpenID Connect provider, for people who linked one."""
