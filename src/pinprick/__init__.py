"""Why is my foot numb, how worried should I be, and what do I do now?"""
