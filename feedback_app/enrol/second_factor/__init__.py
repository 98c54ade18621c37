"""The second factor: passkeys, codes of an app (TOTP), recovery codes, and who must have one."""
