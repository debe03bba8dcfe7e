"""Privacy (个人信息保护): who looked at whose data."""
