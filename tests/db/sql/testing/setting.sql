SELECT current_setting(:name::text)
