# agenda
