"""TensorFlow training loops, written to be read: each is plain, tested, and shown whole on the site."""
