"""The REST side of the edge: one module a resource; `add_routes` and `MIDDLEWARES` join them."""
