"""The prompts of the contact sheet: the ten of the acceptance test twice over, trained ones, and new combinations."""
ACCEPTANCE = [
    "red apple, 3d style", "dog face, 3d style", "hamburger, 3d style", "grinning face, 3d style", "house, 3d style", "automobile, 3d style",
    "pizza, 3d style", "octopus, 3d style", "sunflower, 3d style", "rocket, 3d style",
    "red apple, flat style", "dog face, flat style", "hamburger, flat style", "grinning face, flat style", "house, flat style",
    "automobile, flat style", "pizza, flat style", "octopus, flat style", "sunflower, flat style", "rocket, flat style",
]
TRAINED = [
    "house, noto style", "smiling face with heart-eyes, glossy style", "penguin, 3d style", "cactus, noto style", "guitar, noto style",
    "red heart, glossy style", "ghost, flat style", "soccer ball, 3d style", "frog, noto style", "strawberry, 3d style",
    "mushroom, flat style", "airplane, glossy style", "watermelon, flat style", "fish, noto style", "thinking face, 3d style",
    "loudly crying face, noto style", "crown, glossy style", "bicycle, flat style", "rainbow, flat style", "sunflower, noto style",
    "hot beverage, 3d style", "robot, glossy style", "panda, 3d style", "unicorn, noto style", "octopus, noto style", "butterfly, 3d style",
    "owl, flat style", "christmas tree, 3d style", "doughnut, 3d style", "fox, flat style",
]
NEW = [
    "blue apple, 3d style", "green cat, flat style", "purple rocket, noto style", "cat with sunglasses, flat style", "puppy, noto style",
    "blue bird, flat style", "robot holding a pizza, 3d style", "cat face, 3d style", "sailboat, 3d style", "pink mushroom, glossy style",
    "angry tomato, flat style", "red balloon with a face, flat style", "astronaut cat, glossy style", "turquoise heart", "spaceship", "a happy dog",
]
SHEET = ACCEPTANCE + TRAINED + NEW
