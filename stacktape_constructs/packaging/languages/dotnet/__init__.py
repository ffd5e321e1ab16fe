"""C# source files, published by the .NET SDK."""
