tips = 0
