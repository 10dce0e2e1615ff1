"""The pages of the advice module for visitors."""
