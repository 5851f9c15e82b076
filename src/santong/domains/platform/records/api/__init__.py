"""The xAPI resources over HTTP."""
