"""The stage for stories: real databases, real servers, and the people who use them."""
