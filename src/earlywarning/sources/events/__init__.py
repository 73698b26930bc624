"""Events about children, as Parquet by authority and month, counted as monthly measures."""
