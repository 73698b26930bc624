"""The consortium's monthly pack, and its edition in which no authority can be recognised."""
