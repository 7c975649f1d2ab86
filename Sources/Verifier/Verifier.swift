/// The abstract domains and the symbolic execution that decides whether a program may run.
