"""Promises (容缺承诺, 告知承诺): what a person signs instead of handing a material in now."""
