"""Directives: the local ones are evaluated here, the runtime ones become expressions.

A *local* directive (`$Var`, `$Stage`, `$Format`, `$File`, …) is known before anything is built; its
result takes its place in the node tree and is read again, for it may hold directives itself. A
*runtime* directive (`$ResourceParam`, `$Secret`, …) stands for a value that only the template or
AWS knows; it is parsed, its local arguments are evaluated, and it goes on as data.
"""
