"""Files of FET, the free timetabling program: what is taught by whom to whom, rooms, and the constraints."""
