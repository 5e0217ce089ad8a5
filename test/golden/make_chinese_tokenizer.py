"""A small tokenizer as training/vocabulary.py writes it, with Chinese words, and the ids that Python's tokenizers
library gives.

    python test/golden/make_chinese_tokenizer.py     (tokenizers 0.23)
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "training"))

from vocabulary import TOKENIZER_CONFIG, Encoder, build_vocabulary, tokenizer_json  # noqa: E402

WORDS = (
    "a red apple dog with sunglasses cat wearing crown rocket purple style 3d flat noto glossy happy robot holding "
    "pizza it s don t "
    "苹果 红 红色 紫色 蓝色 小狗 狗 猫 猫咪 小猫 墨镜 太阳镜 火箭 可爱 快乐 风格 扁平 光泽 的 和 戴 戴着 拿着 一只 旁边 在 生日 生日蛋糕 蛋糕 独角兽 机器人 "
    "大熊猫 熊猫 咪 果 苹 恤 㐂 向日葵"
).split()
PROMPTS = (
    "|red apple, 3d style|Red APPLES, 3D Style!|a cat wearing sunglasses|it’s a happy dog|don't|café|robot (holding "
    "pizza)|purple-rocket|"
    "红苹果，3D风格|3D风格的红苹果|戴墨镜的猫|戴着太阳镜的猫咪|一只可爱的小狗|紫色的火箭|拿着苹果的机器人|小狗和小猫|猫在狗旁边|生日蛋糕|生日 蛋糕|生日快乐|"
    "大熊猫|小熊猫|可爱，快乐。|“可爱”的猫！|猫、狗、熊猫|（红色）苹果|noto风格|扁平风格:猫|光泽的 red 苹果|cat猫cat|红苹果apple红|3D猫2|龘苹果|苹龘果|葡萄|"
    "T恤|３Ｄ风格，ＲＥＤ|日本の城|かわいい猫|귀여운 고양이|𠮷猫|㐂|猫\n狗\t苹果|　红色　苹果　|猫🐱狗|可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱可爱|向日葵…|"
    "é猫́|红·苹果"
).split("|")

folder = HERE / "fixtures" / "networks" / "chinese-tokenizer"
folder.mkdir(parents=True, exist_ok=True)
definition = tokenizer_json(build_vocabulary(WORDS, 1000))
(folder / "tokenizer.json").write_text(json.dumps(definition, ensure_ascii=False) + "\n")
(folder / "tokenizer_config.json").write_text(json.dumps(TOKENIZER_CONFIG, indent=1) + "\n")
ids = Encoder(definition)(PROMPTS).tolist()
lines = ",\n".join(
    json.dumps({"prompt": prompt, "ids": row}, ensure_ascii=False) for prompt, row in zip(PROMPTS, ids, strict=True)
)
(folder.parent / "chinese-tokenizer-ids.json").write_text(f"[\n{lines}\n]\n")
