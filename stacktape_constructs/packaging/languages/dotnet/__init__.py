"""C# source files, published by the .NET SDK."""

from __future__ import annotations

from stacktape_constructs.packaging.languages.dotnet.image import package_for_image
from stacktape_constructs.packaging.languages.dotnet.package import package_for_lambda
from stacktape_constructs.packaging.languages.language import Language

# LanguageConfig and its messages know the language by this name.
CSHARP = Language(
    name="C#",
    suffixes=(".cs",),
    runtime="DOTNET_10",
    package_for_lambda=package_for_lambda,
    package_for_image=package_for_image,
)
