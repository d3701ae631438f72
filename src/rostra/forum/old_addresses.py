def find(a): return None
