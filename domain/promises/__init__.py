"""Promises (容缺后补, 告知承诺): what a person signs instead of handing a material in now."""
