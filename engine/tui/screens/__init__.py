"""What can fill the terminal: the title, the page being played, a note over either."""
