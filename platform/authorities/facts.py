from authorities.recorded import CONFIDENCE

__all__ = ["CONFIDENCE"]
