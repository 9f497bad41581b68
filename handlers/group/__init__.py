"""Groups of a province on a platform that has topics: each question is talked over in one of its own."""
