"""What `caunoi bank bench` is made of: a bank of any size, what competes on it, and how each is measured."""
