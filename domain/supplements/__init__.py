"""The supplement (补正): what the back-end says is missing, told once and whole, and what is given for it."""
