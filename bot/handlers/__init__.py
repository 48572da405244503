"""The doors: one file for each way in which somebody meets the bot."""
