"""The prompts of the contact sheet: the ten things of the acceptance test, other trained ones, and combinations never
trained on.
"""

ACCEPTANCE = [
    "red apple, 3d style",
    "dog face, 3d style",
    "hamburger, 3d style",
    "grinning face, 3d style",
    "house, 3d style",
    "automobile, 3d style",
    "pizza, 3d style",
    "octopus, 3d style",
    "sunflower, 3d style",
    "rocket, 3d style",
    "red apple, flat style",
    "dog face, flat style",
    "hamburger, flat style",
    "grinning face, flat style",
    "house, flat style",
    "automobile, flat style",
    "pizza, flat style",
    "octopus, flat style",
    "sunflower, flat style",
    "rocket, flat style",
]
# Of the acceptance test's concepts one style each, by turns.
SHOWN = ACCEPTANCE[0:10:2] + ACCEPTANCE[11:20:2]
TRAINED = [
    "penguin, 3d style",
    "panda, 3d style",
    "butterfly, 3d style",
    "christmas tree, 3d style",
    "ghost, flat style",
    "watermelon, flat style",
    "rainbow, flat style",
    "bicycle, flat style",
    "smiling face with heart-eyes, glossy style",
    "red heart, glossy style",
    "robot, glossy style",
    "frog, noto style",
    "loudly crying face, noto style",
    "unicorn, noto style",
    "cat face, blob style",
    "thinking face, blob style",
    "owl, blob style",
    "strawberry, twemoji style",
    "crown, twemoji style",
    "企鹅，3D风格",
    "扁平风格的雪人",
    "戴皇冠的狮子，光泽风格",
]
# Held-out pairs of concept and style, colours, things together (holdout.json), and loose wording.
NEW = [
    "cat face, 3d style",
    "sailboat, 3d style",
    "panda, glossy style",
    "dog face, blob style",
    "octopus, twemoji style",
    "蓝色的苹果，3D风格",
    "green cat, flat style",
    "purple rocket, noto style",
    "pink mushroom, glossy style",
    "turquoise heart",
    "black rose, 3d style",
    "cat with sunglasses, flat style",
    "robot holding a pizza, 3d style",
    "苹果和香蕉",
    "angry tomato, flat style",
    "a happy dog",
]
SHEET = SHOWN + TRAINED + NEW
