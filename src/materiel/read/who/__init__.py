"""Who: names become actors, states and makers with the role that their marker or case gives them."""
