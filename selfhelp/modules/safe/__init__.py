"""Workbooks that only their visitor can read: kept here under words that never come here.

The browser makes the words, derives from them where the workbook is found and how it is encrypted, and sends neither
the words nor the key. This room keeps ciphertext of a few fixed sizes, and throws it away half a year after it was
last used. See docs/decisions/0087-a-workbook-only-the-visitor-can-read.md.
"""
