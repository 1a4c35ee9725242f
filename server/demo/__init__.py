"""A made-up world to try things in: two alliances, people of every role, requests in all states.

Nobody in it exists; images are synthetic, or public test files.
"""
