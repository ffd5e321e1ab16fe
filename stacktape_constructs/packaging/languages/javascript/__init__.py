"""TypeScript and JavaScript source files, bundled by the user's esbuild."""
