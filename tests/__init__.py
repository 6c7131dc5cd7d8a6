"""The tests. As servers and commands do, they reckon in one thread: in two the last digit of a sum may
differ, and faces are held to say the very same."""

from pinprick.threads import one_thread

one_thread()
