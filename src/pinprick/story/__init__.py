"""What people's own words may mean, and finding things by them."""
