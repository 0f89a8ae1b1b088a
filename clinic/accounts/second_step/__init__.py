"""The second step of signing in: a code of an app, a recovery code, or a passkey."""
