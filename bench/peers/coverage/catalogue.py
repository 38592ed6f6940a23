"""The architectures of bench/coverage.sh: name, how it is made, and what it is fed. Weights are random."""

TORCHVISION = {
    "alexnet": 224,
    "convnext_tiny": 64,
    "densenet121": 64,
    "efficientnet_b0": 64,
    "efficientnet_v2_s": 64,
    "googlenet": 96,
    "inception_v3": 160,
    "maxvit_t": 224,
    "mnasnet0_5": 64,
    "mobilenet_v2": 64,
    "mobilenet_v3_small": 64,
    "regnet_y_400mf": 64,
    "resnet18": 64,
    "resnext50_32x4d": 64,
    "shufflenet_v2_x0_5": 64,
    "squeezenet1_0": 64,
    "swin_t": 224,
    "swin_v2_t": 256,
    "vgg11_bn": 224,
    "vit_b_16": 224,
    "wide_resnet50_2": 64,
}
SEGMENTATION = {"deeplabv3_mobilenet_v3_large": 128, "fcn_resnet50": 64, "lraspp_mobilenet_v3_large": 128}
DETECTION = [
    "fasterrcnn_mobilenet_v3_large_320_fpn",
    "fcos_resnet50_fpn",
    "keypointrcnn_resnet50_fpn",
    "maskrcnn_resnet50_fpn",
    "retinanet_resnet50_fpn",
    "ssd300_vgg16",
    "ssdlite320_mobilenet_v3_large",
]
# These make pictures of 800 pixels of any; RetinaNet keeps that, as a large one.
RESIZED = ["fcos_resnet50_fpn", "keypointrcnn_resnet50_fpn", "maskrcnn_resnet50_fpn"]
VIDEO = {"r3d_18": (8, 56), "mc3_18": (8, 56), "s3d": (16, 96), "mvit_v1_b": (16, 224)}
FLOW = {"raft_small": 128}
TIMM = {
    "cait_xxs24_224": 224,
    "convnextv2_atto": 64,
    "cspresnet50": 64,
    "deit_tiny_patch16_224": 224,
    "dla34": 64,
    "edgenext_xx_small": 96,
    "efficientformer_l1": 224,
    "ese_vovnet19b_dw": 64,
    "fbnetc_100": 64,
    "ghostnet_100": 64,
    "hrnet_w18_small": 64,
    "legacy_seresnet18": 64,
    "levit_128s": 224,
    "mixer_s32_224": 224,
    "mixnet_s": 64,
    "mobilevit_xxs": 64,
    "poolformer_s12": 64,
    "pvt_v2_b0": 64,
    "repvgg_a0": 64,
    "res2net50_14w_8s": 64,
    "resnest14d": 64,
    "xcit_nano_12_p16_224": 224,
}

SMALL = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 128}
GPT = {"n_embd": 64, "n_layer": 2, "n_head": 4, "vocab_size": 1000}
TEXT = {**SMALL, "vocab_size": 1000, "max_position_embeddings": 64}

# Name: model class, configuration class, settings, and what it is fed: tokens, pixels of a side, samples, or log-mel frames.
TRANSFORMERS = {
    "albert": ("AlbertModel", "AlbertConfig", {**TEXT, "embedding_size": 32}, ("tokens", 16)),
    "bert": ("BertForSequenceClassification", "BertConfig", TEXT, ("tokens", 16)),
    "bloom": ("BloomModel", "BloomConfig", {"hidden_size": 64, "n_layer": 2, "n_head": 4, "vocab_size": 1000}, ("tokens", 16)),
    "clip_vision": ("CLIPVisionModel", "CLIPVisionConfig", {**SMALL, "image_size": 64, "patch_size": 16}, ("pixels", 64)),
    "deberta_v2": (
        "DebertaV2Model",
        "DebertaV2Config",
        {**TEXT, "relative_attention": True, "pos_att_type": ["c2p", "p2c"]},
        ("tokens", 16),
    ),
    "detr": (
        "DetrForObjectDetection",
        "DetrConfig",
        {
            "use_timm_backbone": False,
            "d_model": 64,
            "encoder_layers": 2,
            "decoder_layers": 2,
            "encoder_attention_heads": 4,
            "decoder_attention_heads": 4,
            "encoder_ffn_dim": 128,
            "decoder_ffn_dim": 128,
            "num_queries": 10,
        },
        ("pixels", 64),
    ),
    "distilbert": (
        "DistilBertModel",
        "DistilBertConfig",
        {"dim": 64, "n_layers": 2, "n_heads": 4, "hidden_dim": 128, "vocab_size": 1000},
        ("tokens", 16),
    ),
    "electra": ("ElectraModel", "ElectraConfig", {**TEXT, "embedding_size": 32}, ("tokens", 16)),
    "gpt2": ("GPT2Model", "GPT2Config", GPT, ("tokens", 16)),
    "llama": ("LlamaModel", "LlamaConfig", {**TEXT, "num_key_value_heads": 2}, ("tokens", 16)),
    "mistral": ("MistralModel", "MistralConfig", {**TEXT, "num_key_value_heads": 2}, ("tokens", 16)),
    "mpnet": ("MPNetModel", "MPNetConfig", TEXT, ("tokens", 16)),
    "opt": (
        "OPTModel",
        "OPTConfig",
        {
            "hidden_size": 64,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "ffn_dim": 128,
            "vocab_size": 1000,
            "word_embed_proj_dim": 64,
        },
        ("tokens", 16),
    ),
    "roberta": ("RobertaModel", "RobertaConfig", TEXT, ("tokens", 16)),
    "segformer": (
        "SegformerForSemanticSegmentation",
        "SegformerConfig",
        {"hidden_sizes": [16, 32, 64, 128], "depths": [1, 1, 1, 1], "decoder_hidden_size": 64},
        ("pixels", 64),
    ),
    "t5_encoder": (
        "T5EncoderModel",
        "T5Config",
        {"d_model": 64, "d_kv": 16, "d_ff": 128, "num_layers": 2, "num_heads": 4, "vocab_size": 1000},
        ("tokens", 16),
    ),
    "vit": ("ViTModel", "ViTConfig", {**SMALL, "image_size": 64, "patch_size": 16}, ("pixels", 64)),
    "wav2vec2": (
        "Wav2Vec2Model",
        "Wav2Vec2Config",
        {**SMALL, "conv_dim": [32] * 7, "num_conv_pos_embeddings": 16, "num_conv_pos_embedding_groups": 4},
        ("samples", 4000),
    ),
    "whisper_encoder": (
        "WhisperEncoder",
        "WhisperConfig",
        {"d_model": 64, "encoder_layers": 2, "encoder_attention_heads": 4, "encoder_ffn_dim": 128, "max_source_positions": 50},
        ("frames", 100),
    ),
}


def names():
    """Every architecture, as LIBRARY/NAME."""
    vision = [*TORCHVISION, *SEGMENTATION, *DETECTION, *VIDEO, *FLOW]
    return (
        [f"torchvision/{n}" for n in vision] + [f"timm/{n}" for n in TIMM] + [f"transformers/{n}" for n in TRANSFORMERS]
    )


def build(name):
    """The network in evaluation mode with its inputs at batch 1, and which of them have a batch axis."""
    import torch

    torch.manual_seed(0)
    library, kind = name.split("/")
    model, inputs, batched = {"torchvision": _torchvision, "timm": _timm, "transformers": _transformers}[library](kind)
    for module in model.modules():
        if isinstance(module, torch.nn.Linear) and not module.weight.any():
            torch.nn.init.normal_(module.weight, std=0.02)  # heads of zeros answer alike whatever goes in
    if batched and all(x.is_floating_point() for x in inputs):
        _settle(model, inputs)
    return model.eval(), inputs, batched


def _settle(model, inputs):
    """Statistics of fresh normalisations are 0 and 1, by which a deep network answers alike whatever goes in."""
    import torch

    norms = [m for m in model.eval().modules() if isinstance(m, torch.nn.modules.batchnorm._BatchNorm)]
    for norm in norms:
        norm.train().momentum = None
    if norms:
        with torch.no_grad():
            model(*[torch.rand(8, *x.shape[1:]) for x in inputs])


def _torchvision(kind):
    import torch
    import torchvision

    more = {"googlenet": {"init_weights": False, "aux_logits": False}, "inception_v3": {"init_weights": False}}.get(kind, {})
    if kind in DETECTION or kind in SEGMENTATION:
        more = {"weights_backbone": None}
    if kind in RESIZED:
        more.update(min_size=320, max_size=320)
    model = torchvision.models.get_model(kind, weights=None, **more)
    if kind in DETECTION:
        return _with_tensors(model), ([torch.rand(3, 320, 320)],), False
    if kind in VIDEO:
        frames, side = VIDEO[kind]
        return model, (torch.rand(1, 3, frames, side, side),), True
    if kind in FLOW:
        side = FLOW[kind]
        return _with_tensors(model), (torch.rand(1, 3, side, side), torch.rand(1, 3, side, side)), True
    side = {**TORCHVISION, **SEGMENTATION}[kind]
    return _with_tensors(model), (torch.rand(1, 3, side, side),), True


def _timm(kind):
    import timm
    import torch

    side = TIMM[kind]
    return timm.create_model(kind, pretrained=False), (torch.rand(1, 3, side, side),), True


def _transformers(kind):
    import torch
    import transformers

    network, config, settings, (what, size) = TRANSFORMERS[kind]
    if network == "WhisperEncoder":
        from transformers.models.whisper.modeling_whisper import WhisperEncoder as made
    else:
        made = getattr(transformers, network)
    model = made(getattr(transformers, config)(**settings))
    model.config.use_cache = False
    if hasattr(model, "set_attn_implementation"):
        model.set_attn_implementation("eager")
    x = {
        "tokens": lambda: torch.randint(0, 1000, (1, size)),
        "pixels": lambda: torch.rand(1, 3, size, size),
        "samples": lambda: torch.rand(1, size),
        "frames": lambda: torch.rand(1, 80, size),
    }[what]()
    return _with_tensors(model), (x,), True


def _with_tensors(model):
    """Answers with tensors alone: what a mapping or a record holds, in order."""
    import torch

    class First(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, *inputs):
            return _tensors(self.model(*inputs))

    return First()


def _tensors(answer):
    import torch

    if isinstance(answer, torch.Tensor):
        return answer
    if hasattr(answer, "logits"):
        return answer.logits
    if hasattr(answer, "last_hidden_state"):
        return answer.last_hidden_state
    if isinstance(answer, dict):
        return _tensors(next(iter(answer.values())))
    if isinstance(answer, (list, tuple)) and answer and isinstance(answer[0], dict):
        return tuple(v for v in answer[0].values())
    return _tensors(answer[-1]) if isinstance(answer, (list, tuple)) else answer
