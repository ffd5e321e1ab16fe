"""What all constructs need of the CDK: asked once where it never changes, and without JavaScript where that can be."""
