"""The isolation matrix: every route, method and role, tried with what belongs to another clinic."""
