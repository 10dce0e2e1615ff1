"""What an editor is told about a page before it goes out: words, reading level, pictures, links, headings, dates.

The checks know no page type, no database and no clock: they read a `text.Content` and return `findings.Finding`s.
"""
